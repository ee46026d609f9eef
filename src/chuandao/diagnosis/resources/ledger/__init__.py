"""The books (台賬) as they can be counted: nothing twice, adjustments taken off, dates kept."""
