"""The homes offered on a referral, and the steps that a referral takes with them or without."""
