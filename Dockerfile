# syntax=docker/dockerfile:1
FROM python:3.11-slim AS wheels
COPY requirements/base.txt /tmp/base.txt
RUN python -m venv /opt/pitboss \
 && /opt/pitboss/bin/pip install --no-cache-dir --require-hashes --only-binary :all: -r /tmp/base.txt

FROM python:3.11-slim
RUN useradd --system --uid 10001 --home-dir /nonexistent --shell /usr/sbin/nologin pitboss \
 && install --directory --owner=pitboss --group=pitboss /data
COPY --from=wheels /opt/pitboss /opt/pitboss
WORKDIR /app
COPY migrations migrations
COPY templates templates
COPY integrations integrations
COPY commands commands
COPY bot bot
# the root file system may be read-only: everything that is written lies in /data
ENV PATH=/opt/pitboss/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    PITBOSS_DATABASE_URL=sqlite:////data/pitboss.db \
    PITBOSS_FILES=/data/files \
    PITBOSS_DESK=/data/desk.yaml \
    PITBOSS_HOST=0.0.0.0 \
    PITBOSS_PORT=8080
VOLUME /data
EXPOSE 8080
USER 10001:10001
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s --retries=3 \
  CMD ["python", "-c", "import os, urllib.request; urllib.request.urlopen('http://127.0.0.1:' + os.environ['PITBOSS_PORT'] + '/healthz', timeout=4)"]
ENTRYPOINT ["python", "-m", "bot"]
CMD ["run"]
