# One static binary, in an image that holds nothing else: no shell, no packages, nobody but the program's own user.
FROM golang:1.26.8-trixie AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN --mount=type=cache,target=/go/pkg/mod go mod download
COPY . .
RUN --mount=type=cache,target=/go/pkg/mod --mount=type=cache,target=/root/.cache/go-build \
    CGO_ENABLED=0 go build -trimpath -ldflags='-s -w' -o /out/shuangyong ./server && mkdir -p /out/data

FROM scratch
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/
COPY --from=build /out/shuangyong /shuangyong
COPY --from=build --chown=65532:65532 /out/data /data
USER 65532:65532
ENV SY_DATA_DIR=/data SY_HTTP_ADDR=0.0.0.0:8080 SY_ADMIN_ADDR=0.0.0.0:9090
VOLUME /data
EXPOSE 8080 9090
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=5s --timeout=3s --retries=3 --start-period=60s CMD ["/shuangyong", "health"]
ENTRYPOINT ["/shuangyong"]
CMD ["serve"]
