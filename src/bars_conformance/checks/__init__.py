"""What is asked of an exchange: pure functions, exchange in, finding out. None of them knows a level."""
