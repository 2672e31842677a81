import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { projectDir } from './project'

/** Electron's executable, or undefined where it was not downloaded. Asking the package itself would download it. */
export function electronBinary(): string | undefined {
  const folder = join(projectDir, 'node_modules', 'electron')
  const pointer = join(folder, 'path.txt')
  if (!existsSync(pointer)) return undefined
  const binary = join(folder, 'dist', readFileSync(pointer, 'utf8').trim())
  return existsSync(binary) ? binary : undefined
}
