"""Reflex's own configuration. Everything that differs between places comes from `porter.core.config`."""

import os
from datetime import timedelta

import reflex as rx

from porter.components.bundles import Bundles
from porter.components.ui.theme import FRONTEND_PACKAGES, TAILWIND_CONFIG
from porter.core.config import settings

# Reflex reads these from the environment only, and before the app is made.
# A socket that went silent is noticed after 10 s + 10 s (not 25 + 120): a phone that changes networks keeps its token.
os.environ.setdefault("REFLEX_SOCKET_INTERVAL", "10s")
os.environ.setdefault("REFLEX_SOCKET_TIMEOUT", "10s")
# The worker keeps a tab's state in memory and writes it back after at most a second: three times the events.
os.environ.setdefault("REFLEX_OPLOCK_ENABLED", "true")
os.environ.setdefault("REFLEX_OPLOCK_HOLD_TIME", "1s")
os.environ.setdefault("REFLEX_USE_NPM", "1")
os.environ.setdefault("REFLEX_USE_GRANIAN", "true")
os.environ.setdefault("REFLEX_CHECK_LATEST_VERSION", "false")

config = rx.Config(
    app_name="porter",
    app_module_import="porter.porter",
    # The address is a placeholder: porter.web.build makes the browser use the address it came to.
    api_url="http://localhost:8000",
    deploy_url=settings().origin,
    backend_port=settings().port,
    frontend_port=settings().port,
    cors_allowed_origins=settings().allowed_origins,
    trusted_proxy_hops=settings().trusted_proxy_hops,
    redis_url=settings().redis_url_reflex,
    state_manager_mode="redis",
    redis_token_expiration=int(timedelta(days=1).total_seconds()),
    telemetry_enabled=False,
    frontend_packages=FRONTEND_PACKAGES,
    show_built_with_reflex=False,
    default_color_mode="system",
    frontend_compression_formats=["gzip", "brotli"],
    plugins=[rx.plugins.TailwindV4Plugin(TAILWIND_CONFIG), Bundles()],
    disable_plugins=[rx.plugins.SitemapPlugin],
)
