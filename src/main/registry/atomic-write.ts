import { open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'

/**
 * Replaces a file (mode 0600) so that a crash or a full disk at any moment leaves either the old content or the new,
 * whole. One write at a time per file. Rejects with the system's error, the old file untouched.
 */
export async function writeAtomically(file: string, content: string): Promise<void> {
  // One name, so that a crash leaves at most one draft, which the next write replaces.
  const draft = `${file}.new`
  try {
    const handle = await open(draft, 'w', 0o600)
    try {
      await handle.writeFile(content)
      await handle.sync()
    } finally {
      await handle.close()
    }
    await rename(draft, file)
  } catch (error) {
    await rm(draft, { force: true })
    throw error
  }
  await syncDirectory(dirname(file))
}

/** The new name is on disk only once the directory is; Windows neither needs nor allows this. */
async function syncDirectory(directory: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(directory, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
