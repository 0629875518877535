# One image for web, worker and beat; docker-compose.yml says what each runs.
ARG PYTHON=3.11

FROM python:${PYTHON}-slim-bookworm AS build
WORKDIR /app
COPY requirements/base.txt requirements/base.txt
RUN python -m venv /venv \
 && /venv/bin/python -m pip install --no-cache-dir --require-hashes -r requirements/base.txt
COPY manage.py pyproject.toml LICENSE ./
COPY config config
COPY cases cases
COPY housing housing
COPY reporting reporting
COPY templates templates
COPY locale locale
# The keys below serve this one command and are not kept.
RUN /venv/bin/python -m config.texts compile \
 && DJANGO_SETTINGS_MODULE=config.settings.prod STATIC_ROOT=/app/staticfiles ALLOWED_HOSTS=build \
    SECRET_KEY=build CPR_KEYS=build CPR_HASH_KEY=build DATABASE_URL=postgres:///build REDIS_URL=redis://build \
    EMAIL_URL=consolemail:// EMAIL_FROM=build@localhost \
    /venv/bin/python manage.py collectstatic --no-input --verbosity 0

FROM python:${PYTHON}-slim-bookworm AS app
RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin hjemvej \
 && install --directory --owner hjemvej --mode 0700 /data
COPY --from=build /venv /venv
COPY --from=build /app /app
WORKDIR /app
ENV PATH=/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=config.settings.prod \
    STATIC_ROOT=/app/staticfiles \
    DATA_DIR=/data
USER hjemvej
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s --retries=3 CMD ["python", "-m", "config.probe", "web"]
CMD ["python", "-m", "gunicorn", "--config", "config/web/gunicorn.py", "--bind", "0.0.0.0:8000", "config.web.wsgi:application"]
