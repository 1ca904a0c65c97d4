"""Hosts on one machine: boot them, break them, throw them away."""
