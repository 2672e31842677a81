import { FileSearch } from 'lucide-react'
import { type FormEvent, useId, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { toast } from 'sonner'
import { useClient } from '../bridge/bridge'
import { toRefusal } from '../bridge/fault'
import { useView } from '../shell/view'
import { refusalSentence } from '../text/sentences'
import { Button } from '../ui/button'
import { Input } from '../ui/field'
import { readFiles } from './read-files'
import { isFullPath, unquoted } from './source-draft'

/** Adds a file to watch: by its path, or picked. A browser does not tell where a picked file lies; it is imported. */
export function AddSource() {
  const { t } = useTranslation()
  const client = useClient()
  const set = useView((view) => view.set)
  const noteId = useId()
  const picker = useRef<HTMLInputElement>(null)
  const [path, setPath] = useState('')
  const [problem, setProblem] = useState('')
  const [busy, setBusy] = useState(false)

  /** Gives back the paths that were refused, and why the first was. */
  const add = async (paths: readonly string[]) => {
    setBusy(true)
    setProblem('')
    const refused: string[] = []
    for (const each of paths) {
      try {
        const source = await client.discovery.addSource({ type: 'file_watch', path: each })
        toast.success(t('addSource.done', { name: source.name, count: source.servers }))
      } catch (error) {
        if (refused.length === 0) setProblem(refusalSentence(toRefusal(error)))
        refused.push(each)
      }
    }
    setPath(refused[0] ?? '')
    setBusy(false)
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const given = unquoted(path.trim())
    if (given === '') setProblem(t('problem.required'))
    else if (isFullPath(given)) void add([given])
    else setProblem(t('addSource.notFull'))
  }
  const pick = (files: readonly File[]) => {
    const paths = files.flatMap((file) => window.rollcall?.pathForFile(file) || [])
    if (files.length > 0 && paths.length === files.length) void add(paths)
    else if (files.length > 0)
      set({ overlay: { kind: 'import', read: () => readFiles(files), at: Date.now() } })
  }
  return (
    <form noValidate onSubmit={submit}>
      <div className="flex flex-wrap gap-2">
        <Input
          aria-label={t('discovery.path')}
          aria-invalid={problem !== '' || undefined}
          aria-describedby={problem === '' ? undefined : noteId}
          placeholder={t('discovery.pathHint')}
          className="w-auto min-w-48 flex-1 font-mono text-sm"
          value={path}
          onChange={({ target }) => {
            setPath(target.value)
            setProblem('')
          }}
        />
        <Button onClick={() => picker.current?.click()}>
          <FileSearch aria-hidden className="size-3.5" />
          {t('addSource.choose')}
        </Button>
        <Button type="submit" busy={busy}>
          {t('discovery.watchFile')}
        </Button>
        <input
          ref={picker}
          type="file"
          accept=".json,.jsonc,.yaml,.yml,.toml,application/json"
          multiple
          hidden
          aria-label={t('addSource.pick')}
          onChange={({ currentTarget }) => {
            const files = [...(currentTarget.files ?? [])]
            currentTarget.value = ''
            pick(files)
          }}
        />
      </div>
      {problem !== '' && (
        <p id={noteId} role="alert" className="mt-1 text-down-text text-sm">
          {problem}
        </p>
      )}
    </form>
  )
}
