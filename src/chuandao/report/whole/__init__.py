"""The whole report (體檢報告) of a checkup: views, drawings, page."""
