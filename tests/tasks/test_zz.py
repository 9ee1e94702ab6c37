import time, collections, pytest
from django.db import connection
from tests.tasks.test_sweep_speed import *

@pytest.mark.django_db(transaction=True)
def test_p(cast):
    open_cases(agency=cast.bureau, officer=cast.officer_li, count=OPEN_CASES, due_on=day("2026-03-26"))
    sweep_now()
    sql("CREATE TABLE bare_reminders AS TABLE " + REMINDERS, "CREATE TABLE bare_notices AS TABLE " + NOTICES)
    sql("ANALYZE")
    for r in range(2):
        clear()
        print("bare", seconds(bare_insert), "again", seconds(bare_insert))
        clear()
        tot=collections.Counter(); n=collections.Counter()
        def wrap(execute, q, p, many, ctx):
            t=time.perf_counter()
            try: return execute(q,p,many,ctx)
            finally:
                k=q.strip()[:45]; tot[k]+=time.perf_counter()-t; n[k]+=1
        orig=connection._commit
        def commit():
            t=time.perf_counter(); orig(); tot["commit"]+=time.perf_counter()-t; n["commit"]+=1
        connection._commit=commit
        c0=time.process_time()
        with connection.execute_wrapper(wrap):
            print("sweep", seconds(sweep_now), "python cpu", time.process_time()-c0)
        del connection._commit
        for k,v in tot.most_common(6): print("   ", round(v,3), n[k], k)
        c0=time.process_time(); print("again", seconds(sweep_now), time.process_time()-c0)
    sql("DROP TABLE bare_reminders", "DROP TABLE bare_notices")
