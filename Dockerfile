# One static binary, in an image that holds nothing else.
FROM golang:1.26 AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
RUN CGO_ENABLED=0 go build -trimpath -ldflags='-s -w' -o /out/shuangyong ./server && mkdir -p /out/data

FROM scratch
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/
COPY --from=build /out/shuangyong /shuangyong
COPY --from=build --chown=65532:65532 /out/data /data
USER 65532:65532
ENV SY_DATA_DIR=/data SY_HTTP_ADDR=0.0.0.0:8080 SY_ADMIN_ADDR=0.0.0.0:9090
VOLUME /data
EXPOSE 8080
ENTRYPOINT ["/shuangyong"]
CMD ["serve"]
