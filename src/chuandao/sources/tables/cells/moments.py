"""Columns of times in the manner of ISO 8601, read whole; what is written otherwise stays empty."""

import polars as pl

_WHOLE = (
    r"^\s*(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2})(:\d{2}(?:\.\d{1,6})?)?\s*(Z|[+-]\d{2}:?\d{2})?\s*$"
)
_UTC = pl.Datetime("us", "UTC")


def instants(texts: pl.Series, time_zone: str) -> pl.Series:
    """Return the instants that these texts write in the manner of ISO 8601; empty where not.

    A time without an offset is one of the time zone.

    Examples
    --------
    >>> texts = pl.Series(["2011-10-11T13:45:40.276+02:00", "2011-10-11 13:45:40", "soon"])
    >>> [at and at.isoformat() for at in instants(texts, "Asia/Shanghai")]
    ['2011-10-11T11:45:40.276000+00:00', '2011-10-11T05:45:40+00:00', None]
    """
    day, minute, second, offset = (texts.str.extract(_WHOLE, at) for at in (1, 2, 3, 4))
    zone = offset.replace("Z", "+00:00").str.replace(r"^([+-]\d{2})(\d{2})$", "${1}:${2}")
    parts = pl.DataFrame({"local": day + "T" + minute + second.fill_null(":00"), "zone": zone})
    naive = pl.col("local").str.to_datetime("%Y-%m-%dT%H:%M:%S%.f", time_unit="us", strict=False)
    own = naive.dt.replace_time_zone(time_zone, ambiguous="earliest", non_existent="null")
    hours = pl.col("zone").str.slice(1, 2).cast(pl.Int64)
    minutes = pl.col("zone").str.slice(4, 2).cast(pl.Int64) + hours * 60
    sign = pl.when(pl.col("zone").str.starts_with("-")).then(-1).otherwise(1)
    given = naive - pl.duration(minutes=sign * minutes)
    return parts.select(
        pl.when(pl.col("zone").is_null())
        .then(own.dt.convert_time_zone("UTC"))
        .otherwise(given.dt.replace_time_zone("UTC"))
        .cast(_UTC)
        .alias(texts.name)
    ).to_series()


def days(texts: pl.Series, time_zone: str) -> pl.Series:
    """Return the day of each instant in the time zone, written out; another text as it stands.

    Examples
    --------
    >>> days(pl.Series(["2011-12-06T23:30:00+01:00", "2011-12-06"]), "Asia/Shanghai").to_list()
    ['2011-12-07', '2011-12-06']
    """
    local = instants(texts, time_zone).dt.convert_time_zone(time_zone)
    frame = pl.DataFrame({"text": texts, "day": local.dt.strftime("%Y-%m-%d")})
    return frame.select(pl.coalesce("day", "text").alias(texts.name)).to_series()
