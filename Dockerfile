# The program in a small image, run by a user that owns nothing but its data.
FROM rust:1.95-slim-bookworm AS build
WORKDIR /src
COPY . .
# The image's own toolchain, though rust-toolchain.toml would ask for the newest one.
ENV SQLX_OFFLINE=true RUSTUP_TOOLCHAIN=${RUST_VERSION}
RUN --mount=type=cache,target=/usr/local/cargo/registry \
    --mount=type=cache,target=/src/target \
    cargo build --release --locked --package assay \
    && cp target/release/assay /usr/local/bin/assay

FROM debian:bookworm-slim
RUN apt-get update \
    && apt-get install --yes --no-install-recommends ca-certificates curl \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --create-home --home-dir /var/lib/assay assay
COPY --from=build /usr/local/bin/assay /usr/local/bin/assay
USER assay
WORKDIR /var/lib/assay
ENV ASSAY_DATA=/var/lib/assay ASSAY_LISTEN=0.0.0.0:8080
VOLUME /var/lib/assay
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s \
    CMD ["curl", "--fail", "--silent", "--show-error", "http://127.0.0.1:8080/healthz"]
ENTRYPOINT ["assay"]
CMD ["serve"]
