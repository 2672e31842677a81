#!/usr/bin/env node
import { runInProcess } from './cli/entry'
import { runCli } from './cli/program'

await runInProcess(runCli)
