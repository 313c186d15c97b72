module resident.test/stories

go 1.19
