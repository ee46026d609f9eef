"""From evidence of delivery to efficacy, retention, causes of the loss, and blockages."""
