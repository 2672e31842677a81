import { runInProcess } from './cli/entry'
import { runHeadless } from './cli/program'

await runInProcess(runHeadless)
