/**
 * A command that asks the API for the servers. It reads the token from its file when it runs, so that what is copied is
 * no secret.
 */
export function requestLine({
  api,
  file,
  platform,
}: {
  api: string
  file: string
  platform: string
}): string {
  const address = `${api}/api/servers`
  if (platform === 'win32') {
    const path = file.replaceAll("'", "''")
    return `Invoke-RestMethod ${address} -Headers @{ Authorization = "Bearer $((Get-Content -Raw '${path}' | ConvertFrom-Json).token)" }`
  }
  const path = `'${file.replaceAll("'", `'\\''`)}'`
  const token = `$(sed -n 's/.*"token":"\\([^"]*\\)".*/\\1/p' ${path})`
  return `curl -sS -H "Authorization: Bearer ${token}" ${address}`
}
