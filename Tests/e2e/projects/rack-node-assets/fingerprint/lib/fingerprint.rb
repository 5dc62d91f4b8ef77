require "fingerprint/fingerprint"
