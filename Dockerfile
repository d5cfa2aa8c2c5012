# The PWA is built once, the server carries no build tools.
FROM node:24-bookworm-slim AS pwa
WORKDIR /src/pwa
COPY pwa/package.json pwa/package-lock.json pwa/.npmrc ./
RUN npm ci --no-audit --no-fund
COPY pwa/ ./
RUN npm run build

FROM python:3.12-slim-bookworm
RUN useradd --create-home --uid 10001 dudao && mkdir /data && chown dudao /data
WORKDIR /srv/dudao
COPY requirements.txt ./
RUN pip install --no-cache-dir --require-hashes -r requirements.txt
COPY pyproject.toml README.md ./
COPY app/ app/
COPY migrations/ migrations/
COPY checklists/ checklists/
COPY --from=pwa /src/pwa/dist pwa/dist
ENV DUDAO_DATA=/data PYTHONUNBUFFERED=1
USER dudao
VOLUME /data
EXPOSE 8000
HEALTHCHECK CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8000/readyz', timeout=3)"]
CMD ["sh", "-c", "python -m app.cli migrate && exec python -m app.cli serve --host 0.0.0.0 --workers ${DUDAO_WORKERS:-1}"]
