# One image for web, worker and beat. Every RUN is a target of the Makefile (a test checks it), so what builds the
# image is what runs on a laptop.
FROM python:3.11-bookworm AS build
WORKDIR /app
COPY Makefile requirements.txt ./
RUN make install
COPY . .
RUN make build
RUN make trim

FROM python:3.11-slim-bookworm
WORKDIR /app
ENV PORTER_HOST=0.0.0.0 \
    PORTER_PORT=8000 \
    PORTER_DATA_DIR=/data \
    PYTHONUNBUFFERED=1 \
    HOME=/tmp
COPY --from=build --chown=10001:10001 /app /app
WORKDIR /data
WORKDIR /app
VOLUME /data
USER 10001:10001
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 \
    CMD ["/app/.venv/bin/python", "-m", "porter.cli", "health"]
ENTRYPOINT ["/app/.venv/bin/python", "-m", "porter.cli"]
CMD ["serve"]
