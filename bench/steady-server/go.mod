module steadyserver

go 1.21
