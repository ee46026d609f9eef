"""The view of one unit's sheet (體檢情況反饋單)."""
