"""`python -m porter.integrations.payments.twins stripe|razorpay --port N [--webhooks URL]`: a twin to develop against."""

import argparse
import signal
import sys
import threading

from porter.integrations.payments.twins import RazorpayTwin, StripeTwin, razorpay_rules, stripe_rules

TWINS = {"stripe": StripeTwin, "razorpay": RazorpayTwin}
SETTINGS = {
    "stripe": (
        f"PORTER_STRIPE_SECRET_KEY={stripe_rules.SECRET_KEY}",
        f'PORTER_STRIPE_WEBHOOK_SECRETS=["{stripe_rules.WEBHOOK_SECRET}"]',
    ),
    "razorpay": (
        f"PORTER_RAZORPAY_KEY_ID={razorpay_rules.KEY_ID}",
        f"PORTER_RAZORPAY_KEY_SECRET={razorpay_rules.KEY_SECRET}",
        f'PORTER_RAZORPAY_WEBHOOK_SECRETS=["{razorpay_rules.WEBHOOK_SECRET}"]',
        f"PORTER_RAZORPAYX_ACCOUNT_NUMBER={razorpay_rules.X_ACCOUNT}",
    ),
}


def main() -> None:
    """Serve until somebody says stop."""
    parser = argparse.ArgumentParser(prog="twins", description="A local twin of a payment vendor.")
    parser.add_argument("vendor", choices=sorted(TWINS))
    parser.add_argument("--port", type=int, default=8130)
    parser.add_argument(
        "--webhooks", default="", help="where webhooks are sent; without it they are kept at /_twin/webhooks"
    )
    chosen = parser.parse_args()
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    with TWINS[chosen.vendor](webhook_url=chosen.webhooks).running(chosen.port) as twin:
        lines = (f"PORTER_{chosen.vendor.upper()}_URL={twin.address}", *SETTINGS[chosen.vendor])
        sys.stdout.write("\n".join(lines) + "\n")
        sys.stdout.flush()
        stop.wait()


if __name__ == "__main__":
    main()
