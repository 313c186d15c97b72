module resident/bench/make-profile

go 1.19
