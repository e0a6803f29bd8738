"""Rasa, three ways: a project it trains (export), a reader we may ask (lender), and an assistant that uses our tickets (door)."""
