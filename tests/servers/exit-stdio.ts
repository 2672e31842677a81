process.stderr.write('exit-stdio: API_KEY is not set; see the documentation.\n')
process.exitCode = 3
