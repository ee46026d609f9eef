"""The moves of funds (資源匹配) as an office reads them: rows, and a workbook."""
