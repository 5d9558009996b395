"""Addresses of grid work."""

from django.urls import path

from yuanba.web.gridwork import home_page, kinds, tasks

app_name = "gridwork"

urlpatterns = [
    path("grid", home_page.home, name="home"),
    path("grid/parts/<int:pk>/done", home_page.done, name="done"),
    path("grid-tasks", kinds.public, name="list"),
    path("desk/grid-tasks", tasks.tasks, name="tasks"),
    path("desk/grid-tasks/new", tasks.choose, name="choose"),
    path("desk/grid-tasks/new/<int:place_pk>", tasks.give, name="give"),
    path("desk/grid-tasks/<int:pk>", tasks.task, name="task"),
    path("desk/grid-tasks/<int:pk>/approve", tasks.approve, name="approve"),
    path("desk/grid-tasks/<int:pk>/refuse", tasks.refuse, name="refuse"),
    path("desk/grid-tasks/<int:pk>/call-off", tasks.call_off, name="call_off"),
    path("desk/grid-tasks/kinds/new", kinds.admit, name="admit"),
    path("desk/grid-tasks/kinds/<int:pk>/drop", kinds.drop, name="drop"),
]
