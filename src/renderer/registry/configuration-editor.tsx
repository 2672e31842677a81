import { lazy, Suspense, useId, useMemo, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { Server } from '../../shared/contract/registry'
import { issueSentence } from '../text/sentences'
import { Button } from '../ui/button'
import type { JsonEditorHandle } from '../ui/json-editor'
import { Skeleton } from '../ui/skeleton'
import { commandLine } from './address'
import { CommandView } from './command-view'
import { ConfigurationCopy } from './configuration-copy'
import type { TextProblem } from './configuration-text'
import type { Document } from './patch'
import { masked, secretReference } from './secret-reference'
import { type Configuration, useConfiguration } from './use-configuration'

/** The editor is half as large as the rest of the page; the list of servers does not wait for it. */
const JsonEditor = lazy(() => import('../ui/json-editor').then((module) => ({ default: module.JsonEditor })))

export function ConfigurationEditor({ server, kept }: { server: Server; kept: Document }) {
  const { t, i18n } = useTranslation()
  const noteId = useId()
  const editor = useRef<JsonEditorHandle>(null)
  const configuration = useConfiguration(server, kept)
  const { text, reading, change, save } = configuration
  const marks = useMemo(
    () => reading.problems.map(({ from, to, issue }) => ({ from, to, message: issueSentence(issue) })),
    [reading],
  )
  return (
    <section
      aria-label={t('configuration.editor')}
      className="flex min-h-56 min-w-0 flex-col @min-[760px]:min-h-0"
    >
      <ActionBar configuration={configuration} kept={kept} />
      <div className="min-h-0 flex-1 border-line border-y has-[.cm-content:focus]:border-accent">
        <Suspense fallback={<Skeleton className="m-3 h-16" />}>
          <JsonEditor
            key={i18n.language}
            ref={editor}
            label={t('configuration.label', { name: server.name })}
            describedBy={noteId}
            value={text}
            marks={marks}
            hint={{ pattern: secretReference, title: t('configuration.secret') }}
            phrases={t('editor', { returnObjects: true })}
            onChange={change}
            onSave={save}
          />
        </Suspense>
      </div>
      <p id={noteId} className="sr-only">
        {t('configuration.keys')}
      </p>
      <div className="max-h-[45%] shrink-0 overflow-y-auto">
        <Overtaken configuration={configuration} />
        <Problems problems={reading.problems} onGo={(offset) => editor.current?.goTo(offset)} />
        <CommandToCome server={server} configuration={configuration} />
      </div>
    </section>
  )
}

function Overtaken({ configuration }: { configuration: Configuration }) {
  const { t } = useTranslation()
  if (!configuration.overtaken) return null
  return (
    <div role="alert" className="flex flex-wrap items-center gap-2 bg-slow-soft px-4 py-2">
      <p className="min-w-48 flex-1">{t('configuration.overtaken')}</p>
      <Button onClick={configuration.insist}>{t('configuration.keepMine')}</Button>
      <Button onClick={configuration.undo}>{t('configuration.takeTheirs')}</Button>
    </div>
  )
}

function Problems({ problems, onGo }: { problems: readonly TextProblem[]; onGo: (offset: number) => void }) {
  const { t } = useTranslation()
  if (problems.length === 0) return null
  return (
    <ul aria-label={t('configuration.problems')} className="px-4 py-1.5">
      {problems.map(({ from, line, column, issue }) => (
        <li key={`${from} ${issue.message}`}>
          <button
            type="button"
            onClick={() => onGo(from)}
            className="flex min-h-6 w-full items-baseline gap-2 rounded-sm text-left hover:bg-line"
          >
            <span className="shrink-0 text-muted text-xs tabular-nums">
              {t('issue.at', { line, column })}
            </span>
            <span className="min-w-0 text-down-text wrap-anywhere">{issueSentence(issue)}</span>
          </button>
        </li>
      ))}
    </ul>
  )
}

const ofCommand = ['command', 'args', 'env', 'cwd', 'url']

/** A change of what runs is shown whole before it is saved: saving is consenting. */
function CommandToCome({ server, configuration }: { server: Server; configuration: Configuration }) {
  const { t } = useTranslation()
  const { reading, patch } = configuration
  const { command, args = [], env = {}, cwd } = (reading.document ?? {}) as Partial<Server>
  if (command === undefined || !ofCommand.some((field) => Object.hasOwn(patch, field))) return null
  return (
    <section aria-label={t('configuration.willRun')} className="grid gap-1.5 px-4 py-2">
      <h3 className="font-[550] text-sm">
        {t(server.approval === null ? 'configuration.willRun' : 'configuration.willWait')}
      </h3>
      <CommandView preview={{ line: commandLine(command, args), env: masked(env), cwd: cwd ?? null }} />
    </section>
  )
}

function ActionBar({ configuration, kept }: { configuration: Configuration; kept: Document }) {
  const { t } = useTranslation()
  const { text, reading, patch, unsaved, saving, refused, save, undo } = configuration
  const savable = reading.document !== null && Object.keys(patch).length > 0
  const note = secretReference.test(text) ? t('configuration.secrets') : ''
  return (
    <div className="flex shrink-0 flex-wrap items-center gap-2 px-4 py-1.5">
      <Button look="primary" busy={saving} disabled={!savable} onClick={save}>
        {t('action.save')}
      </Button>
      <Button disabled={!unsaved || saving} onClick={undo}>
        {t('configuration.undo')}
      </Button>
      <span
        role="status"
        title={unsaved ? undefined : note}
        className="min-w-0 flex-1 truncate text-faint text-sm"
      >
        {unsaved ? t('configuration.unsaved') : note}
      </span>
      <ConfigurationCopy document={kept} />
      {refused !== undefined && (
        <p role="alert" className="max-h-16 basis-full overflow-y-auto text-down-text wrap-anywhere">
          {refused}
        </p>
      )}
    </div>
  )
}
