"""The outermost layer of the web process: files, headers, origins. Plain ASGI; knows neither Reflex nor the domain."""
