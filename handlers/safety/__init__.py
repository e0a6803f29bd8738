"""Safety around the home: empty homes, what to check before leaving, the home's alarm, and what each season asks for."""
