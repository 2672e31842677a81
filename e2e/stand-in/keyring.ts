import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'

type Members = Pick<
  Electron.SafeStorage,
  'decryptStringAsync' | 'encryptStringAsync' | 'getSelectedStorageBackend' | 'isAsyncEncryptionAvailable'
>

const key = createHash('sha256').update('the stand-in has no keyring').digest()

/** Electron's `safeStorage` with a fixed key. `--password-store=basic` makes it the one without a keyring. */
export class StandInKeyring implements Members {
  async isAsyncEncryptionAvailable(): Promise<boolean> {
    return true
  }

  getSelectedStorageBackend(): 'basic_text' | 'gnome_libsecret' {
    return process.argv.includes('--password-store=basic') ? 'basic_text' : 'gnome_libsecret'
  }

  async encryptStringAsync(text: string): Promise<Buffer> {
    const iv = randomBytes(12)
    const cipher = createCipheriv('aes-256-gcm', key, iv)
    return Buffer.concat([iv, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()])
  }

  async decryptStringAsync(sealed: Buffer): Promise<Electron.DecryptStringAsyncReturnValue> {
    const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, 12))
    decipher.setAuthTag(sealed.subarray(-16))
    const text = Buffer.concat([decipher.update(sealed.subarray(12, -16)), decipher.final()])
    return { result: text.toString('utf8'), shouldReEncrypt: false }
  }
}
