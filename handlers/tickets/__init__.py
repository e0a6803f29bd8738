"""The rules of tickets: pure functions over values, tested as tables."""
