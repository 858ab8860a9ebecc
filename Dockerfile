# Nothing but the static binary and certificates: release/rootfs.sh makes the folders, one for each platform.
#
#   docker run --rm --volume "$PWD:/lists" ghcr.io/bloqr/bloqr validate
FROM scratch
ARG TARGETARCH
COPY target/rootfs/$TARGETARCH/ /
USER 65532:65532
WORKDIR /lists
ENTRYPOINT ["/bin/bloqr"]
CMD ["--help"]
