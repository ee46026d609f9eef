"""The five causes (成因) and the issuing unit itself, examined one by one; none knows another."""
