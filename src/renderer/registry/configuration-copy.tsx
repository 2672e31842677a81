import { ChevronDown, Copy } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { toast } from 'sonner'
import { useAction } from '../bridge/use-action'
import { Button } from '../ui/button'
import { Menu, MenuItem } from '../ui/menu'
import { type CopyForm, copies } from './configuration-copies'
import { written } from './configuration-text'
import type { Document } from './patch'

/** Copies what is saved, in the ways other programs read it. Secrets leave as references. */
export function ConfigurationCopy({ document }: { document: Document }) {
  const { t } = useTranslation()
  const copy = useAction<CopyForm, void>({
    mutationFn: (form) => navigator.clipboard.writeText(written(copies[form](document))),
    onSuccess: () => {
      toast.success(t('server.copied'))
    },
  })
  return (
    <Menu
      trigger={
        <Button>
          <Copy aria-hidden className="size-3.5 text-muted" />
          {t('configuration.copy')}
          <ChevronDown aria-hidden className="size-3 text-muted" />
        </Button>
      }
    >
      {(['entry', 'map', 'list'] as const).map((form) => (
        <MenuItem key={form} onSelect={() => copy.mutate(form)}>
          {t(`configuration.copyAs.${form}`)}
        </MenuItem>
      ))}
    </Menu>
  )
}
