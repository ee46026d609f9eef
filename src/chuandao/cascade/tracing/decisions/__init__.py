"""What persons decided on links and gaps, and how it is kept through revisions."""
