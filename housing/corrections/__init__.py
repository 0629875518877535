"""Steps of referrals and support cases put right, or taken back."""
