"""Where tables are kept: open Parquet files, written whole or not at all."""
