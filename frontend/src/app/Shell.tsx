import { Button, Center, Loader, Menu, UnstyledButton } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import {
  IconAlertOctagon, IconCalendarMonth, IconCalendarRepeat, IconChecklist, IconClipboardList, IconFileSpreadsheet, IconHelp, IconLock, IconLogout, IconPencilPlus, IconQrcode, IconSettings, IconUser, type Icon,
} from '@tabler/icons-react';
import { Suspense, useCallback, useLayoutEffect, useRef, useState, type ReactNode } from 'react';
import { Link, Redirect, Route, Switch, useLocation } from 'wouter';
import { desk } from '../api/desk';
import { useMay, useSession, useSessionChanged, useStart, useWork } from '../api/hooks';
import { uuid7 } from '../api/uuid';
import { DetailPage } from '../features/complaints/DetailPage';
import { ListPage } from '../features/complaints/ListPage';
import { WorkPage } from '../features/complaints/WorkPage';
import { ClockBanner } from '../features/syncing/ClockBanner';
import { EnrolForm } from '../features/syncing/EnrolForm';
import { SyncStatus } from '../features/syncing/SyncStatus';
import { count } from '../format/number';
import { t } from '../text/id';
import { ErrorBoundary } from './ErrorBoundary';
import { currentPath, goBack } from './hash';
import { allKeys, chapterFor } from './help';
import { Hint } from './Hint';
import { CalendarPage, CheckPage, HelpPage, ImportPage, RegisterPage, ReportPage, SettingsPage, SyncPage } from './screens';
import classes from './Shell.module.css';
import { useHints } from './useHints';
import { useHourly } from './useHourly';
import { useIdleLock } from './useIdleLock';
import { useReminder } from './useReminder';
import { useWindowKeys } from './useWindowKeys';

interface NavProps {
  to: string;
  icon: Icon;
  label: string;
  keyName?: string;
  current: boolean;
  children?: ReactNode;
}

function Nav({ to, icon: Sign, label, keyName, current, children }: NavProps) {
  return (
    <Link href={to} className={classes.nav} aria-current={current ? 'page' : undefined} aria-keyshortcuts={keyName}>
      <Sign size={22} stroke={1.7} aria-hidden />
      <span>{label}</span>
      {children}
      {keyName && <kbd className={classes.key}>{keyName}</kbd>}
    </Link>
  );
}

const few = (n: number) => (n > 999 ? '999+' : count(n)); // the navigation is narrow

/** What presses, on every screen: beside the way to where it is done. */
function Badges() {
  const work = useWork().data;
  if (!work) return null;
  const { counts: { overdue }, moved } = work;
  return (
    <span className={classes.badges}>
      {overdue > 0 && (
        <span className={classes.badge} data-tone="bad" data-testid="badge-overdue" data-count={overdue}>
          <IconAlertOctagon size={14} aria-hidden /> <span aria-hidden>{few(overdue)} <span className={classes.badgeWord}>{t.badges.overdue}</span></span>
          <span className="only-aloud">{t.badges.overdueAloud(count(overdue))}</span>
        </span>
      )}
      {moved > 0 && (
        <span className={classes.badge} data-tone="info" data-testid="badge-moved" data-count={moved}>
          <IconCalendarRepeat size={14} aria-hidden /> <span aria-hidden>{few(moved)} <span className={classes.badgeWord}>{t.badges.moved}</span></span>
          <span className="only-aloud">{t.badges.movedAloud(count(moved))}</span>
        </span>
      )}
    </span>
  );
}

export function Shell({ active }: { active: boolean }) {
  const session = useSession();
  const sessionChanged = useSessionChanged();
  const [path] = useLocation();
  const [help, setHelp] = useState(''); // the chapter that is open
  const hints = useHints();
  const mayRecord = useMay('record');
  const mayExport = useMay('export');
  const mayImport = useMay('import');
  useHourly();
  useReminder();

  const lock = useCallback(() => {
    setHelp('');
    void desk.lock().finally(sessionChanged);
  }, [sessionChanged]);
  const signOut = useCallback(() => void desk.signOut().finally(sessionChanged), [sessionChanged]);
  const showHelp = useCallback((all: boolean) => setHelp(all ? allKeys : chapterFor(currentPath())), []);
  useWindowKeys(active, { lock, help: showHelp });
  useIdleLock(active, useStart().data?.lockMinutes ?? 0, lock);

  // Before the page itself looks for its place: the list goes back to its row.
  const main = useRef<HTMLElement>(null);
  useLayoutEffect(() => {
    main.current?.scrollTo({ top: 0 });
  }, [path]);

  if (!session) return null;
  return (
    <div className={classes.shell}>
      <nav className={classes.side} aria-label={t.nav.label}>
        <Nav to="/" icon={IconChecklist} label={t.nav.work} keyName="F6" current={path === '/'}><Badges /></Nav>
        <Nav to="/aduan" icon={IconClipboardList} label={t.nav.list} keyName="F3" current={path.startsWith('/aduan')} />
        {mayRecord && <Nav to="/catat" icon={IconPencilPlus} label={t.nav.record} keyName="F2" current={path.startsWith('/catat')} />}
        <Nav to="/kalender" icon={IconCalendarMonth} label={t.nav.calendar} keyName="F8" current={path === '/kalender'} />
        {mayExport && <Nav to="/laporan" icon={IconFileSpreadsheet} label={t.nav.reports} current={path === '/laporan'} />}
        <Nav to="/periksa" icon={IconQrcode} label={t.paper.nav} keyName="F7" current={path === '/periksa'} />
        <Nav to="/pengaturan" icon={IconSettings} label={t.nav.settings} current={path === '/pengaturan'} />
      </nav>
      <header className={classes.top}>
        <div className={classes.office}>
          <strong>{session.officeName}</strong>
          <span className={classes.pc}>{t.shell.pc(session.letter)}</span>
        </div>
        <div className={classes.right}>
          <SyncStatus />
          <UnstyledButton className={classes.account} onClick={() => showHelp(false)} aria-keyshortcuts="F1" title={t.shell.helpKey} data-testid="help-open">
            <IconHelp size={18} aria-hidden />
            <span className={classes.name}>{t.shell.help}</span>
          </UnstyledButton>
          <Menu position="bottom-end" shadow="md" transitionProps={{ duration: 0 }}>
            <Menu.Target>
              <UnstyledButton className={classes.account} aria-label={t.shell.account(session.name)}>
                <IconUser size={18} aria-hidden />
                <span className={classes.name}>{session.name}</span>
              </UnstyledButton>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Label>{session.name} · {session.roleText}</Menu.Label>
              <Menu.Item leftSection={<IconLogout size={18} />} onClick={signOut}>{t.shell.signOut}</Menu.Item>
            </Menu.Dropdown>
          </Menu>
          <Button variant="default" size="compact-md" leftSection={<IconLock size={17} />} onClick={lock} aria-keyshortcuts="Control+L" title="Ctrl+L" data-testid="lock">
            {t.shell.lock}
          </Button>
        </div>
      </header>
      <ClockBanner />
      <main ref={main} className={classes.main} id="main">
        <ErrorBoundary key={path.split('/')[1]}>
          <Suspense fallback={<Center p="xl"><Loader aria-label={t.common.loading} /></Center>}>
            <Switch>
              <Route path="/"><WorkPage /></Route>
              <Route path="/aduan"><ListPage /></Route>
              <Route path="/aduan/:id">{({ id }) => <DetailPage key={id} id={id} onBack={goBack} />}</Route>
              {mayRecord && <Route path="/catat"><Redirect to={`/catat/${uuid7()}`} replace /></Route>}
              {mayRecord && <Route path="/catat/:id">{({ id }) => <RegisterPage key={id} id={id} />}</Route>}
              <Route path="/kalender"><CalendarPage /></Route>
              {mayExport && <Route path="/laporan"><ReportPage /></Route>}
              <Route path="/periksa"><CheckPage /></Route>
              {mayImport && <Route path="/impor"><ImportPage /></Route>}
              <Route path="/kiriman"><SyncPage /></Route>
              <Route path="/pengaturan"><SettingsPage enrolment={<EnrolForm />} /></Route>
              <Route><Redirect to="/" replace /></Route>
            </Switch>
          </Suspense>
        </ErrorBoundary>
      </main>
      <Hint path={path} />
      {help && <Suspense><HelpPage chapter={help} onClose={() => setHelp('')} onHintsBack={hints.showAll} /></Suspense>}
      <Notifications position="bottom-left" limit={2} />
    </div>
  );
}
