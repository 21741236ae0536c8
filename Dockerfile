# Imagime as one image: the page and the server are built apart, and only their results go into the last stage.
# The database is a container of its own: docker compose up.

FROM rust:1.95-bookworm AS sources
WORKDIR /imagime
RUN apt-get update \
 && apt-get install -y --no-install-recommends libpq-dev binaryen \
 && rm -rf /var/lib/apt/lists/*
COPY . .

# The page: the wasm32 target, Trunk and wasm-bindgen are set up exactly as on a developer's machine.
FROM sources AS page
RUN cargo xtask page --release

FROM sources AS server
RUN cargo build --locked --release --package imagime-api --bin imagime

FROM debian:bookworm-slim AS runtime
RUN apt-get update \
 && apt-get install -y --no-install-recommends ca-certificates curl libpq5 \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --system --uid 10001 --user-group --home-dir /data --shell /usr/sbin/nologin imagime \
 && install -d -o imagime -g imagime -m 0700 /data
COPY --from=server /imagime/target/release/imagime /usr/local/bin/imagime
COPY --from=page /imagime/web/dist /usr/share/imagime/page
ENV IMAGIME_HOST=0.0.0.0 \
    IMAGIME_PORT=8080 \
    IMAGIME_DATA_DIR=/data \
    IMAGIME_PAGE_DIR=/usr/share/imagime/page
USER imagime
VOLUME /data
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s --retries=3 \
    CMD ["curl", "--fail", "--silent", "--show-error", "--output", "/dev/null", "http://127.0.0.1:8080/health/ready"]
ENTRYPOINT ["imagime"]
CMD ["serve"]
