"""Programmes as documents: their schema, their code lists, and what is wrong with one."""
