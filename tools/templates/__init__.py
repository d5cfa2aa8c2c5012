"""Makes the Word templates that documents are issued from; afterwards they are edited in Word."""
