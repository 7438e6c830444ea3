"""Reckon with days, months, working time, holidays and the lunar calendar; never asks what day it is."""
