module resident.test/what-if

go 1.26
