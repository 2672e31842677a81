import { FileDown } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useView } from '../shell/view'

/** Takes files dropped anywhere on the window, and says meanwhile what a drop would do. */
export function DropZone() {
  const { t } = useTranslation()
  const set = useView((view) => view.set)
  const [count, setCount] = useState<number | null>(null)

  useEffect(() => {
    const over = (event: DragEvent) => {
      if (!carriesFiles(event)) return
      event.preventDefault()
      const welcome = !isTyping()
      if (event.dataTransfer) event.dataTransfer.dropEffect = welcome ? 'copy' : 'none'
      setCount(welcome ? (event.dataTransfer?.items.length ?? 0) : null)
    }
    const leave = (event: DragEvent) => {
      if (event.relatedTarget === null) setCount(null)
    }
    const drop = (event: DragEvent) => {
      setCount(null)
      if (!carriesFiles(event)) return
      event.preventDefault()
      const files = [...(event.dataTransfer?.files ?? [])]
      if (files.length > 0 && !isTyping()) set({ overlay: { kind: 'import', files } })
    }
    window.addEventListener('dragenter', over)
    window.addEventListener('dragover', over)
    window.addEventListener('dragleave', leave)
    window.addEventListener('drop', drop)
    return () => {
      window.removeEventListener('dragenter', over)
      window.removeEventListener('dragover', over)
      window.removeEventListener('dragleave', leave)
      window.removeEventListener('drop', drop)
    }
  }, [set])

  if (count === null) return null
  return (
    <div className="pointer-events-none fixed inset-0 z-50 grid place-items-center bg-scrim p-6">
      <div
        role="status"
        className="grid h-full w-full place-content-center justify-items-center gap-2 rounded-xl border-2 border-accent border-dashed bg-raised/90 text-center backdrop-blur-sm"
      >
        <FileDown aria-hidden className="size-9 stroke-[1.5] text-accent" />
        <p className="font-[620] text-lg">{t('import.dropTitle', { count: Math.max(1, count) })}</p>
        <p className="text-muted">{t('import.dropText')}</p>
      </div>
    </div>
  )
}

/** A drop must not throw away a form somebody is filling in. */
function isTyping(): boolean {
  const { overlay } = useView.getState()
  return overlay?.kind === 'add' || overlay?.kind === 'edit'
}

const carriesFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false
