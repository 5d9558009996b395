"""Rows of places, people and accounts. Things with a state are made by their actions: see tests/given.py."""

from datetime import date, datetime
from typing import Any

import factory
from factory.django import DjangoModelFactory

from yuanba.kernel.calendar import SHANGHAI
from yuanba.people.models import Account, Appointment, Organisation, Ownership, Person, Residence
from yuanba.places.models import (
    Building,
    Compound,
    Entrance,
    Premises,
    PremisesArea,
    Territory,
    TerritoryVersion,
)

FOUNDED = date(2015, 1, 1)
CREATED = datetime(2026, 1, 5, 9, 0, tzinfo=SHANGHAI)


class TerritoryFactory(DjangoModelFactory[Territory]):
    """A territory with one open version: TerritoryFactory(name="长堤社区", parent=street, kind="COMMUNITY")."""

    class Meta:
        model = Territory
        skip_postgeneration_save = True

    kind = "COMMUNITY"

    @classmethod
    def _create(cls, model_class: type[Territory], *args: Any, **kwargs: Any) -> Territory:
        version = {
            "name": kwargs.pop("name", "长堤社区"),
            "code": kwargs.pop("code", ""),
            "parent": kwargs.pop("parent", None),
            "from_date": kwargs.pop("from_date", FOUNDED),
            "to_date": kwargs.pop("to_date", None),
        }
        territory = super()._create(model_class, *args, **kwargs)
        TerritoryVersion.objects.create(territory=territory, **version)
        return territory


class CompoundFactory(DjangoModelFactory[Compound]):
    """A compound with its territory: CompoundFactory(territory__name="花城小区", territory__parent=community)."""

    class Meta:
        model = Compound

    territory = factory.SubFactory(TerritoryFactory, kind="COMPOUND", name=factory.Sequence(lambda n: f"花城{n}期"))


class BuildingFactory(DjangoModelFactory[Building]):
    class Meta:
        model = Building

    compound = factory.SubFactory(CompoundFactory)
    name = factory.Sequence(lambda n: f"{n + 1}栋")


class EntranceFactory(DjangoModelFactory[Entrance]):
    class Meta:
        model = Entrance

    building = factory.SubFactory(BuildingFactory)
    name = factory.Sequence(lambda n: f"{n + 1}单元")


class PremisesFactory(DjangoModelFactory[Premises]):
    """A dwelling of 90 m² unless told otherwise: PremisesFactory(area_cm2=1_200_000)."""

    class Meta:
        model = Premises

    entrance = factory.SubFactory(EntranceFactory)
    compound = factory.SelfAttribute("entrance.building.compound")
    number = factory.Sequence(lambda n: str(101 + n))
    kind = "DWELLING"

    @classmethod
    def _create(cls, model_class: type[Premises], *args: Any, **kwargs: Any) -> Premises:
        area = kwargs.pop("area_cm2", 900_000)
        premises = super()._create(model_class, *args, **kwargs)
        PremisesArea.objects.create(premises=premises, exclusive_area_cm2=area, from_date=FOUNDED)
        return premises


class PersonFactory(DjangoModelFactory[Person]):
    class Meta:
        model = Person

    name = factory.Sequence(lambda n: f"王小{n}")
    phone = factory.Sequence(lambda n: f"1380000{n % 10000:04d}")
    roll_key = factory.Sequence(lambda n: f"{n:064x}")
    created_at = CREATED


class OwnershipFactory(DjangoModelFactory[Ownership]):
    class Meta:
        model = Ownership

    premises = factory.SubFactory(PremisesFactory)
    person = factory.SubFactory(PersonFactory)
    from_date = FOUNDED


class ResidenceFactory(DjangoModelFactory[Residence]):
    class Meta:
        model = Residence

    premises = factory.SubFactory(PremisesFactory)
    person = factory.SubFactory(PersonFactory)
    relation = "OWNER"
    from_date = FOUNDED


class AccountFactory(DjangoModelFactory[Account]):
    """A resident's account that nobody verified yet."""

    class Meta:
        model = Account

    phone = factory.Sequence(lambda n: f"1390000{5000 + n % 4000}")
    login = factory.LazyAttribute(lambda account: f"+86{account.phone}")
    created_at = CREATED


class StaffAccountFactory(AccountFactory):
    """A staff account of a person of the register."""

    phone = None
    login = factory.Sequence(lambda n: f"staff{n}")
    is_staff_account = True
    person = factory.SubFactory(PersonFactory)


class OrganisationFactory(DjangoModelFactory[Organisation]):
    class Meta:
        model = Organisation

    kind = "SUBDISTRICT_OFFICE"
    name = factory.Sequence(lambda n: f"示范街道办事处{n}")
    territory = factory.SubFactory(TerritoryFactory, kind="SUBDISTRICT", name="示范街道")


class AppointmentFactory(DjangoModelFactory[Appointment]):
    class Meta:
        model = Appointment

    person = factory.SubFactory(PersonFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    territory = factory.SelfAttribute("organisation.territory")
    post = "STREET_ORGANISER"
    from_date = FOUNDED
    appointed_by = "system:test"
