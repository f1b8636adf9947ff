"""Edges between entities: who speaks about whom, who represents what, who deals with which weapon or agreement."""
